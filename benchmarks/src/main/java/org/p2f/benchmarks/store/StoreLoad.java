package org.p2f.benchmarks.store;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.p2f.catalog.storage.ObjectStore;
import org.p2f.catalog.storage.SealedFile;
import org.p2f.catalog.storage.Staging;

/** What is done to a store, one object after the other, and how long each takes. */
final class StoreLoad {
  /** Bytes of a ranged read. */
  static final int RANGE = 64 << 10;

  private static final int MOST_AT_ONCE = 1 << 20;
  private static final Instant LONG_AGO = Instant.EPOCH;

  private final ObjectStore store;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> addresses = new ArrayList<>();

  StoreLoad(ObjectStore store) {
    this.store = store;
  }

  /** The same objects, asked for by another process that has no copies of them. */
  StoreLoad by(ObjectStore other) {
    var load = new StoreLoad(other);
    load.addresses.addAll(addresses);
    return load;
  }

  /**
   * Makes an object of random bytes: seals it, which hashes it, makes it durable and sends the
   * parts of a large one, and gives it its address.
   */
  double put(int bytes, Random random) throws IOException {
    try (Staging staging = store.stage()) {
      byte[] content = new byte[bytes];
      random.nextBytes(content);
      Files.write(staging.path("f"), content);
      long begun = System.nanoTime();
      SealedFile sealed = staging.seal("f");
      store.put(sealed);
      double took = seconds(begun);
      addresses.add(sealed.sha256());
      return took;
    }
  }

  /** Locates an object and reads it to its end. */
  double read(int object, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(Math.min(bytes, MOST_AT_ONCE));
    long begun = System.nanoTime();
    Path file = store.locate(addresses.get(object));
    long read = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int count = 0; count >= 0; count = channel.read(buffer.clear())) {
        read += count;
      }
    }
    return checked(begun, read, bytes);
  }

  /**
   * Reads a range from an object's middle: of the file, or where the store gives addresses as a
   * client that downloads it.
   */
  double range(int object, int bytes) throws IOException, InterruptedException {
    int from = (bytes - RANGE) / 2;
    long begun = System.nanoTime();
    String address = addresses.get(object);
    Optional<URI> presigned = store.presign(address, "f", "application/octet-stream");
    if (presigned.isPresent()) {
      var request =
          HttpRequest.newBuilder(presigned.get())
              .header("Range", "bytes=%d-%d".formatted(from, from + RANGE - 1))
              .build();
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      return checked(begun, answer.body().length, RANGE);
    }
    try (FileChannel channel = FileChannel.open(store.locate(address), StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(RANGE);
      while (buffer.hasRemaining() && channel.read(buffer, from + (long) buffer.position()) >= 0) {}
      return checked(begun, buffer.position(), RANGE);
    }
  }

  /** Lists all objects; returns seconds for each. */
  double list() {
    int[] found = new int[1];
    long begun = System.nanoTime();
    store.forEach(_ -> found[0]++);
    double took = seconds(begun);
    if (found[0] < addresses.size()) {
      throw new IllegalStateException(
          "Only %d of %d objects are listed".formatted(found[0], addresses.size()));
    }
    return took / found[0];
  }

  /** Moves an object into the trash. */
  double discard(int object) {
    long begun = System.nanoTime();
    store.discard(addresses.get(object), LONG_AGO);
    return seconds(begun);
  }

  /** Removes an object in the trash for good. */
  double erase(int object) {
    long begun = System.nanoTime();
    if (!store.erase(addresses.get(object), Instant.now())) {
      throw new IllegalStateException("An object was not erased");
    }
    return seconds(begun);
  }

  private static double checked(long begun, long read, int bytes) {
    double took = seconds(begun);
    if (read != bytes) {
      throw new IllegalStateException("Read %d of %d bytes".formatted(read, bytes));
    }
    return took;
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
