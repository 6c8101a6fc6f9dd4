"""What people open in a browser. A noun is a file with its blueprint; who may open what stands in `access`."""
