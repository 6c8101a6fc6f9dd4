"""What coordinators write down of employers: contacts, promises, visits, leads; and weeks signed off."""
