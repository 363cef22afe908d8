package org.p2f.numerics.program;

import java.util.Arrays;
import java.util.List;

/**
 * What an operation may take: a value of the graph, or a constant known while the graph is built.
 */
public sealed interface Operand
    permits Value,
        Operand.Int,
        Operand.Real,
        Operand.Bool,
        Operand.None,
        Operand.Device,
        Operand.Sequence,
        Operand.Text {

  /** An integer constant. */
  record Int(long value) implements Operand {}

  /** A floating-point constant; must be finite. */
  record Real(double value) implements Operand {
    public Real {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("Constants of a graph are finite, got " + value);
      }
    }
  }

  /** A boolean constant. */
  record Bool(boolean value) implements Operand {}

  /** An optional argument left out. */
  enum None implements Operand {
    NONE
  }

  /** The device that the program is compiled for; left out, tensors are made on the CPU. */
  enum Device implements Operand {
    OF_PROGRAM
  }

  /** A list of constants or of values. */
  record Sequence(List<Operand> items) implements Operand {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A string constant such as a reduction's name: letters, digits and '_'. */
  record Text(String value) implements Operand {
    public Text {
      if (!value.matches("\\w*")) {
        throw new IllegalArgumentException("Not a plain word: '%s'".formatted(value));
      }
    }
  }

  static Operand of(long value) {
    return new Int(value);
  }

  static Operand of(double value) {
    return new Real(value);
  }

  static Operand of(boolean value) {
    return new Bool(value);
  }

  static Operand of(String value) {
    return new Text(value);
  }

  static Operand none() {
    return None.NONE;
  }

  /** Where a tensor that is made from none, or a generator, has to lie. */
  static Operand device() {
    return Device.OF_PROGRAM;
  }

  static Operand ints(long... values) {
    return new Sequence(Arrays.stream(values).<Operand>mapToObj(Int::new).toList());
  }

  static Operand reals(double... values) {
    return new Sequence(Arrays.stream(values).<Operand>mapToObj(Real::new).toList());
  }

  static Operand list(List<? extends Operand> values) {
    return new Sequence(List.copyOf(values));
  }
}
