package org.p2f.training.imports;

/** Kinds of files with weights that were trained elsewhere. */
public enum WeightsFormat {
  SAFETENSORS,
  /** What {@code torch.save} writes. */
  PYTORCH_CHECKPOINT
}
