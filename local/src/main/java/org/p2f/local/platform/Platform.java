package org.p2f.local.platform;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** A local platform that answers. */
public interface Platform extends AutoCloseable {

  /** The gateway's base URL, without a slash at its end. */
  URI url();

  /** Signs what this platform accepts. */
  SigningKey signingKey();

  /** A token to use everything with. */
  default String token(Duration lifetime) {
    return signingKey().token(Set.of("read", "run"), lifetime, Instant.now());
  }

  /** Stops the platform if it was started with this object; leaves another's alone. */
  @Override
  void close();
}
