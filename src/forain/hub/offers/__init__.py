"""What the merchant sells: desired state in, rules, plan, and what every account shows of it."""
