package org.p2f.training.mlflow.work;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.settings.Backoff;
import org.p2f.catalog.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The tracking server that is told of training runs, and how.
 *
 * @param trackingUri the server's address; null tells nobody
 * @param tokenFile whose content is sent as bearer token, read anew for each run; null for none
 * @param username for HTTP's basic authentication, with {@code passwordFile}; null for none
 * @param passwordFile whose content is the password, read anew for each run
 * @param experimentPrefix before a project's name; both are the experiment's
 * @param publicAddress of the gateway, for links; null for none
 * @param poll how often to look for what is new
 * @param patience how long one call may take; uploads get more by their size
 * @param firstRetry pause after the first failure; it doubles each time
 * @param longestRetry the longest such pause
 * @param giveUpAfter how long a run that is refused is tried
 */
@ConfigurationProperties("p2f.mlflow")
record MlflowProperties(
    @Nullable URI trackingUri,
    @Nullable Path tokenFile,
    @Nullable String username,
    @Nullable Path passwordFile,
    @DefaultValue("p2f-") String experimentPrefix,
    @Nullable URI publicAddress,
    @DefaultValue("5s") Duration poll,
    @DefaultValue("10s") Duration patience,
    @DefaultValue("5s") Duration firstRetry,
    @DefaultValue("5m") Duration longestRetry,
    @DefaultValue("1d") Duration giveUpAfter) {
  MlflowProperties {
    new Settings("p2f.mlflow")
        .require(
            trackingUri == null || isPlain(trackingUri),
            "tracking-uri",
            "an http or https address without user, query and fragment",
            trackingUri)
        .require(
            publicAddress == null || isPlain(publicAddress),
            "public-address",
            "an http or https address without user, query and fragment",
            publicAddress)
        .require(
            tokenFile == null || Files.isReadable(tokenFile), "token-file", "readable", tokenFile)
        .require(
            passwordFile == null || Files.isReadable(passwordFile),
            "password-file",
            "readable",
            passwordFile)
        .require(
            (username == null) == (passwordFile == null) && (username == null || tokenFile == null),
            "username",
            "given with p2f.mlflow.password-file and without p2f.mlflow.token-file",
            username)
        .requirePositive(poll, "poll")
        .requirePositive(patience, "patience")
        .requireBackoff(firstRetry, longestRetry)
        .require(giveUpAfter.isPositive(), "give-up-after", "positive", giveUpAfter);
  }

  /** The pause after that many failures, from 1. */
  Duration pause(int failures) {
    return new Backoff(firstRetry, longestRetry).pause(failures - 1);
  }

  private static boolean isPlain(URI address) {
    String scheme = address.getScheme();
    return ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
        && address.getHost() != null
        && address.getRawUserInfo() == null
        && address.getRawQuery() == null
        && address.getRawFragment() == null;
  }
}
