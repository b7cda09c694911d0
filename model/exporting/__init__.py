"""The model written down as one ONNX file, for programs without torch."""
