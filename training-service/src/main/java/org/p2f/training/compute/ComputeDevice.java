package org.p2f.training.compute;

/** Where networks run. */
enum ComputeDevice {
  CPU,
  GPU
}
