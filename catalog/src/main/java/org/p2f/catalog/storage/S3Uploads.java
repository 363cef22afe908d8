package org.p2f.catalog.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Puts files into a bucket. A large one is sent in parts when it is sealed, which takes its time;
 * what is left to do at its commit is one short request that makes the parts an object, all or
 * nothing. Until then nobody sees them, and a file that is given up is given up here too.
 *
 * <p>Source of the limits: Amazon S3 User Guide, "Amazon S3 multipart upload limits".
 */
final class S3Uploads {
  private static final Logger log = LoggerFactory.getLogger(S3Uploads.class);

  /** Larger files go in parts of this many bytes; more if there were too many. */
  static final int PART = 16 << 20;

  private static final int MOST_PARTS = 10_000;

  /** Nobody seals a file and commits it a day later; whoever does sends it once more. */
  static final Duration STALE = Duration.ofDays(1);

  /** Copied in one request up to here: 5 GiB. */
  static final long COPIED_AT_ONCE = 5L << 30;

  private final S3Bucket bucket;
  private final long copiedAtOnce;
  private final Map<Path, Parts> pending = new ConcurrentHashMap<>();

  /**
   * @param copiedAtOnce most bytes that the server copies in one request
   */
  S3Uploads(S3Bucket bucket, long copiedAtOnce) {
    this.bucket = bucket;
    this.copiedAtOnce = copiedAtOnce;
  }

  private record Parts(String name, String upload, List<CompletedPart> parts) {}

  /** Sends the parts of a large file that the bucket does not have. */
  void prepare(String name, SealedFile file) {
    if (file.bytes() > PART && bucket.head(name).isEmpty()) {
      pending.put(file.path(), send(name, file));
    }
  }

  /** Makes a file the object of that name, unless there is one. */
  void commit(String name, SealedFile file) {
    Parts sent = pending.remove(file.path());
    if (bucket.head(name).isPresent()) {
      if (sent != null) {
        giveUp(sent);
      }
    } else if (file.bytes() <= PART) {
      String sha256 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(file.sha256()));
      bucket.put(name, sha256, RequestBody.fromFile(file.path()));
    } else if (sent == null || !bucket.complete(name, sent.upload(), sent.parts())) {
      // Cleared as stale, or ended by an earlier try of the same request.
      if (bucket.head(name).isEmpty()) {
        Parts again = send(name, file);
        bucket.complete(name, again.upload(), again.parts());
      }
    }
  }

  /** Gives up what was sent of the files in that directory. */
  void abandon(Path directory) {
    pending.keySet().stream()
        .filter(file -> file.startsWith(directory))
        .map(pending::remove)
        .forEach(this::giveUp);
  }

  /** Gives up what dead processes left. */
  void clear(Instant now) {
    int cleared = bucket.abortUploads(now.minus(STALE));
    if (cleared > 0) {
      log.info("Gave up {} uploads that nobody has completed", cleared);
    }
  }

  /** Within the bucket, whatever the size. */
  void copy(String from, String to, long bytes, Map<String, String> metadata) {
    if (bytes <= copiedAtOnce) {
      bucket.copy(from, to, metadata);
      return;
    }
    String upload = bucket.beginCopy(to, metadata);
    List<CompletedPart> parts = new ArrayList<>();
    try {
      for (long at = 0; at < bytes; at += copiedAtOnce) {
        String range = "bytes=%d-%d".formatted(at, Math.min(bytes, at + copiedAtOnce) - 1);
        parts.add(bucket.copyPart(from, to, upload, parts.size() + 1, range));
      }
      bucket.complete(to, upload, parts);
    } catch (UncheckedIOException e) {
      giveUp(new Parts(to, upload, parts));
      throw e;
    }
  }

  private Parts send(String name, SealedFile file) {
    int size = (int) Math.max(PART, Math.ceilDiv(file.bytes(), MOST_PARTS));
    var sent = new Parts(name, bucket.beginUpload(name), new ArrayList<>());
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      for (long at = 0; at < file.bytes(); at += size) {
        byte[] part = new byte[(int) Math.min(size, file.bytes() - at)];
        read(channel, at, part);
        var content =
            RequestBody.fromContentProvider(
                ContentStreamProvider.fromByteArrayUnsafe(part),
                part.length,
                "application/octet-stream");
        String sha256 = Base64.getEncoder().encodeToString(Digests.sha256().digest(part));
        int number = sent.parts().size() + 1;
        sent.parts().add(bucket.upload(name, sent.upload(), number, sha256, content));
      }
      return sent;
    } catch (IOException e) {
      giveUp(sent);
      throw new UncheckedIOException("Cannot store " + file.path(), e);
    } catch (UncheckedIOException e) {
      giveUp(sent);
      throw e;
    }
  }

  private static void read(FileChannel channel, long at, byte[] part) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(part);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("The file has become shorter");
      }
    }
  }

  /** What cannot be given up now is cleared when it is stale. */
  private void giveUp(Parts sent) {
    try {
      bucket.abort(sent.name(), sent.upload());
    } catch (UncheckedIOException e) {
      log.warn("An upload is given up later: {}", String.valueOf(e.getCause()));
    }
  }
}
