"""What runs on the scrutineers' own machine: their half of every outer stamp."""
