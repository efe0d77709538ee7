"""How the embedded reader is made. Needs the `train` extra (torch, safetensors, onnx); never imported at run time."""
