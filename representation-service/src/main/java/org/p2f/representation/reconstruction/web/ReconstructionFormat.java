package org.p2f.representation.reconstruction.web;

import io.swagger.v3.oas.annotations.media.Schema;

@Schema(
    description =
        "png: a picture, values cut to black and white. float32: little-endian floats [C, H, W], as"
            + " they are. Both in base64")
enum ReconstructionFormat {
  PNG,
  FLOAT32
}
