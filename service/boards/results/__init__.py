"""What is public: results, their files, and whether a receipt's ballot is in the box."""
