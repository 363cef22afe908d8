/**
 * Named tensors in safetensors files: mapped for reading, streamed for writing, never whole in the
 * heap.
 */
@NullMarked
package org.p2f.numerics.tensor;

import org.jspecify.annotations.NullMarked;
