"""How it is counted: the rule set (评议办法) as data, frozen and hashed before the first ballot."""
