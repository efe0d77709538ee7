"""From a trained net to the artefact's network file: ONNX, then int8 weights."""

import logging
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from simulator.scoring.training.model import ReaderNet

log = logging.getLogger(__name__)
OPSET = 17


def export(net: ReaderNet, full: Path) -> None:
    """Write the network in float32 to `full`, with inputs ids and types and outputs turn and token."""
    net.eval()
    sample = torch.randint(1000, 2000, (2, 24)), torch.cat([torch.zeros(2, 12), torch.ones(2, 12)], dim=1).long()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net,
            sample,
            str(full),
            input_names=["ids", "types"],
            output_names=["turn", "token"],
            dynamic_axes={
                "ids": {0: "batch", 1: "tokens"},
                "types": {0: "batch", 1: "tokens"},
                "turn": {0: "batch"},
                "token": {0: "batch", 1: "tokens"},
            },
            opset_version=OPSET,
            dynamo=False,
        )


def quantise(full: Path, small: Path) -> None:
    """Weights of embeddings and matrix products to int8, one scale per column; activations are scaled as they come."""
    logging.disable(logging.WARNING)  # it tells of every product of two activations that it leaves alone
    try:
        quantize_dynamic(
            str(full),
            str(small),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    finally:
        logging.disable(logging.NOTSET)
    log.info("network %.1f MB, quantised %.1f MB", full.stat().st_size / 1e6, small.stat().st_size / 1e6)
