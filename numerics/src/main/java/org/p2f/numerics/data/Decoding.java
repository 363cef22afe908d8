package org.p2f.numerics.data;

import java.io.EOFException;
import java.io.IOException;

/** A call into a decoder, whose complaints are about the data unless the disk itself failed. */
interface Decoding<T> {
  T call() throws IOException;

  static <T> T of(String name, Source source, Decoding<T> decoding) throws IOException {
    try {
      return decoding.call();
    } catch (InvalidData e) {
      throw e;
    } catch (EOFException e) {
      if (source.failed()) {
        throw e;
      }
      throw new InvalidData(name, source.position(), "the packed data end too early");
    } catch (IOException e) {
      if (source.failed()) {
        throw e;
      }
      throw unpackable(name, source, e);
    } catch (IllegalArgumentException e) {
      throw unpackable(name, source, e);
    }
  }

  private static InvalidData unpackable(String name, Source source, Exception e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new InvalidData(name, source.position(), "cannot be unpacked: " + why);
  }
}
