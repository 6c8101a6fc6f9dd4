"""What an employer keeps for somebody: guaranteed interviews counted down, posts kept and held, and whether a vacancy is still true."""
