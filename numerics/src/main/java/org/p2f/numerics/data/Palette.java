package org.p2f.numerics.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The nine colours of the factor data sets. Any two differ by 42 or more in CIELAB (1 can just be
 * seen), so any of them can be read on any other.
 */
enum Palette {
  BLACK(24, 24, 28),
  WHITE(245, 245, 240),
  RED(214, 36, 36),
  ORANGE(245, 140, 20),
  YELLOW(250, 220, 50),
  GREEN(30, 150, 60),
  CYAN(70, 200, 225),
  BLUE(35, 75, 200),
  PINK(245, 150, 195);

  private static final List<Palette> ALL = List.of(values());

  private final int red;
  private final int green;
  private final int blue;

  Palette(int red, int green, int blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  static List<Palette> all() {
    return ALL;
  }

  static List<String> names() {
    return Arrays.stream(values()).map(colour -> colour.name().toLowerCase(Locale.ROOT)).toList();
  }

  int channel(int channel) {
    return switch (channel) {
      case 0 -> red;
      case 1 -> green;
      case 2 -> blue;
      default -> throw new IllegalArgumentException("No channel " + channel);
    };
  }

  /**
   * Lays one colour over another.
   *
   * @param cover how much of each pixel the ink takes, 0 to 255
   * @param image receives three planes of {@code cover.length} bytes
   */
  static void blend(Palette ground, Palette ink, byte[] cover, byte[] image) {
    for (int channel = 0; channel < 3; channel++) {
      int from = ground.channel(channel);
      int to = ink.channel(channel);
      for (int pixel = 0; pixel < cover.length; pixel++) {
        int share = Byte.toUnsignedInt(cover[pixel]);
        image[channel * cover.length + pixel] =
            (byte) ((from * (255 - share) + to * share + 127) / 255);
      }
    }
  }
}
