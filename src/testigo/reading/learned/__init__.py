"""The learned reader: a small net that proposes statements of all eight kinds, with witnesses.

One code path for English and Spanish. It runs on one core with numpy and ONNX Runtime; its weights
lie in `testigo/languages/model`. `candidates` says what it proposes, `reader` is the way in.
"""
