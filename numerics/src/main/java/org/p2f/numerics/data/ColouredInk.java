package org.p2f.numerics.data;

import java.util.List;
import java.util.random.RandomGenerator;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/** One random colour of nine on another, all 72 pairs alike likely. */
record ColouredInk(long seed) implements DigitInk {
  @Override
  public ImageShape shape() {
    return ImageShape.square(3, MnistReader.SIDE);
  }

  @Override
  public List<Factor> factors() {
    return List.of(
        new Factor("foreground", Palette.names()), new Factor("background", Palette.names()));
  }

  @Override
  public Brush brush(Split split) {
    RandomGenerator random = new RandomStreams(seed).stream("digit-colours", split.code());
    int colours = Palette.all().size();
    return (digit, image, labels) -> {
      int ground = random.nextInt(colours);
      int ink = (ground + 1 + random.nextInt(colours - 1)) % colours;
      Palette.blend(Palette.all().get(ground), Palette.all().get(ink), digit, image);
      labels[1] = ink;
      labels[2] = ground;
    };
  }
}
