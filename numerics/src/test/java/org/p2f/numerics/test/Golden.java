package org.p2f.numerics.test;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.tensor.SafetensorsFile;

/** A file of reference tensors, with the measure by which results are compared to them. */
public final class Golden implements AutoCloseable {

  private final SafetensorsFile file;

  private Golden(SafetensorsFile file) {
    this.file = file;
  }

  /** Skips the test if the file is not there. */
  public static Golden open(String name) {
    return of(SharedFiles.golden(name + ".safetensors"));
  }

  /** A file that goes with the tests. */
  public static Golden resource(String name) {
    return of(
        SharedFiles.bundled(name + ".safetensors")
            .orElseThrow(() -> new AssertionError("No resource " + name)));
  }

  private static Golden of(Path file) {
    try {
      return new Golden(SafetensorsFile.open(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public SafetensorsFile file() {
    return file;
  }

  public String setting(String name) {
    var value = file.metadata().get(name);
    if (value == null) {
      throw new AssertionError("No setting " + name);
    }
    return value;
  }

  public double number(String name) {
    return Double.parseDouble(setting(name));
  }

  public boolean has(String name) {
    return file.tensors().containsKey(name);
  }

  public long[] shape(String name) {
    return file.tensor(name).shape();
  }

  /** A float32 tensor as an input. */
  public PtNDArray input(PtNDManager owner, String name) {
    return TensorSet.copy(
        owner, file.data(name), new Shape(file.tensor(name).shape()), DataType.FLOAT32);
  }

  public double[] values(String name) {
    var data = file.data(name);
    return switch (file.tensor(name).dtype()) {
      case F64 -> data.toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
      case F32 -> doubles(data.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED));
      default -> throw new AssertionError(file.tensor(name).toString());
    };
  }

  /** Largest deviation as a share of the expected tensor's largest magnitude. */
  public double error(NDArray actual, String expected) {
    return error(doubles(actual), values(expected));
  }

  /** The values of a float32 or float64 tensor. */
  public static double[] doubles(NDArray tensor) {
    return tensor.getDataType() == DataType.FLOAT64
        ? tensor.toDoubleArray()
        : doubles(tensor.toFloatArray());
  }

  public double error(MemorySegment floats, String expected) {
    return error(doubles(floats.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED)), values(expected));
  }

  /** NaN counts as infinite. */
  public static double error(double[] actual, double[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(actual.length + " values, expected " + expected.length);
    }
    double magnitude = 0;
    double deviation = 0;
    for (int i = 0; i < expected.length; i++) {
      magnitude = Math.max(magnitude, Math.abs(expected[i]));
      double d = Math.abs(actual[i] - expected[i]);
      deviation = Math.max(deviation, Double.isNaN(d) ? Double.POSITIVE_INFINITY : d);
    }
    return deviation == 0 ? 0 : deviation / magnitude;
  }

  private static double[] doubles(float[] floats) {
    var doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  @Override
  public void close() {
    file.close();
  }
}
