"""The big screen (大屏): who has voted, in numbers, until the result is public."""
