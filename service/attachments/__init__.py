"""The data files a published report carries inside: a stranger's PDF in, those files out."""
