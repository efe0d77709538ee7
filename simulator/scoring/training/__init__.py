"""How the embedded reader is made. Needs the `train` extra (torch, safetensors, onnx); nothing at run time imports it."""
