package org.p2f.catalog.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.settings.Settings;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A bucket, and what this machine keeps of it.
 *
 * @param bucket exists already
 * @param prefix in front of all keys, without slashes at its ends; empty for none
 * @param endpoint null for AWS'
 * @param publicEndpoint by which clients reach the same server, for presigned addresses; null for
 *     {@code endpoint}
 * @param region null for {@code us-east-1} with an endpoint, otherwise what the environment says
 * @param pathStyle whether the bucket stands in the path of addresses, not in the host's name
 * @param accessKey null for what the environment of AWS' tools says
 * @param secretKey of the access key
 * @param secretKeyFile holds it instead
 * @param cacheDir directory of local copies and of files in the making; several processes may share
 *     it
 * @param cacheBytes what local copies may take, apart from those in use
 * @param presign whether downloads are answered with a presigned address
 * @param presignLifetime how long one can be used
 */
record S3Properties(
    @DefaultValue("") String bucket,
    @DefaultValue("") String prefix,
    @Nullable URI endpoint,
    @Nullable URI publicEndpoint,
    @Nullable String region,
    @DefaultValue("true") boolean pathStyle,
    @Nullable String accessKey,
    @Nullable String secretKey,
    @Nullable Path secretKeyFile,
    Path cacheDir,
    @DefaultValue("10GB") DataSize cacheBytes,
    @DefaultValue("false") boolean presign,
    @DefaultValue("5m") Duration presignLifetime) {
  private static final String NAME = "p2f.store.s3.";
  private static final Duration LONGEST = Duration.ofDays(7);

  public S3Properties {
    new Settings("p2f.store.s3")
        .require(
            !prefix.startsWith("/") && !prefix.endsWith("/"),
            "prefix",
            "without slashes at its ends")
        .require(
            (accessKey == null) == (secretKey == null && secretKeyFile == null)
                && (secretKey == null || secretKeyFile == null),
            "access-key",
            "given together with secret-key or secret-key-file, or none of them")
        .require(!cacheBytes.isNegative(), "cache-bytes", "not negative")
        .require(
            presignLifetime.isPositive() && presignLifetime.compareTo(LONGEST) <= 0,
            "presign-lifetime",
            "positive and at most 7 days");
  }

  AwsCredentialsProvider credentials() {
    return accessKey == null
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secret()));
  }

  private String secret() {
    if (secretKeyFile == null) {
      return Optional.ofNullable(secretKey).orElseThrow();
    }
    try {
      return Files.readString(secretKeyFile).strip();
    } catch (IOException e) {
      throw new UnusableStore(
          "%ssecret-key-file names %s, which cannot be read".formatted(NAME, secretKeyFile),
          "Name a readable file that holds the secret key.");
    }
  }

  /** Of the store, in a key. */
  String key(String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** For messages: no secret in it. */
  @Override
  public String toString() {
    return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }
}
