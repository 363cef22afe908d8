package org.p2f.catalog.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Fetches one object. Where a connection breaks it goes on with another one, some times. */
final class S3Download {
  private static final int TRIES = 4;
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int BUFFER_BYTES = 1 << 18;

  private final S3Bucket bucket;
  private final String name;
  private final LocalCopies copies;
  private final MessageDigest digest = Digests.sha256();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long at;
  private long length = Long.MAX_VALUE;

  /**
   * @param copies where there is to be room for it
   */
  S3Download(S3Bucket bucket, String name, LocalCopies copies) {
    this.bucket = bucket;
    this.name = name;
    this.copies = copies;
  }

  /**
   * What was fetched.
   *
   * @param sha256 of its content
   */
  record Fetched(long bytes, String sha256) {}

  /**
   * @param file is new, and durable afterwards
   * @throws NoSuchFileException if there is no such object
   */
  Fetched into(Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int tries = 1; at < length; tries++) {
        IOException broken = goOn(out);
        if (broken != null && tries == TRIES) {
          throw new StoreAway("The object store breaks off again and again", broken);
        }
        if (broken != null) {
          pause(PAUSE.multipliedBy(1L << tries));
        }
      }
      out.force(true);
    }
    return new Fetched(at, HexFormat.of().formatHex(digest.digest()));
  }

  /** Returns why the connection broke, if it did. */
  private @Nullable IOException goOn(FileChannel out) throws IOException {
    ResponseInputStream<GetObjectResponse> in =
        bucket.get(name, at).orElseThrow(() -> new NoSuchFileException(name));
    try {
      if (at == 0) {
        length = in.response().contentLength();
        copies.makeRoom(length);
      }
      while (at < length) {
        int read = read(in);
        ByteBuffer part = ByteBuffer.wrap(buffer, 0, read);
        while (part.hasRemaining()) {
          out.write(part);
        }
        digest.update(buffer, 0, read);
        at += read;
      }
      return null;
    } catch (BrokenOff e) {
      return e;
    } finally {
      if (at < length) {
        in.abort(); // closing would read the rest
      } else {
        in.close();
      }
    }
  }

  private int read(InputStream in) throws BrokenOff {
    try {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, length - at));
      if (read < 0) {
        throw new BrokenOff("ends after %d of %d bytes".formatted(at, length), null);
      }
      return read;
    } catch (BrokenOff e) {
      throw e;
    } catch (IOException e) {
      throw new BrokenOff("breaks off after %d of %d bytes".formatted(at, length), e);
    }
  }

  private static void pause(Duration pause) throws IOException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  /** The connection, not the disk. */
  private static final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenOff(String message, @Nullable IOException cause) {
      super(message, cause);
    }
  }
}
