package org.p2f.kit.problem;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.storage.StoreAway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * What a service needs and does not have just now: the database, the object store, room on a disk,
 * the tokens' issuer. Whatever layer wrapped the failure, and on whatever route, the answer is the
 * same.
 *
 * <p>Source of the SQL states: PostgreSQL 18, appendix A.
 */
final class Outage {
  private static final Logger log = LoggerFactory.getLogger(Outage.class);
  private static final int DEEPEST = 20;
  private static final Map<String, String> SOON = Map.of("Retry-After", "5");
  private static final Map<String, String> LATER = Map.of("Retry-After", "60");

  /** ENOSPC and EDQUOT as the C library says them; Java has no type for either. */
  private static final List<String> NO_ROOM =
      List.of("no space left on device", "disk quota exceeded");

  private static final String SQL_DISK_FULL = "53100";

  private Outage() {}

  static Optional<Refusal> asRefusal(Throwable thrown) {
    List<Throwable> causes =
        Stream.<Throwable>iterate(thrown, t -> t != null, Throwable::getCause)
            .limit(DEEPEST)
            .toList();
    if (causes.stream().anyMatch(Outage::isFullDisk)) {
      return Optional.of(
          refusal("storage-full", 507, "There is no room left to store this", LATER, thrown));
    } else if (causes.stream().anyMatch(Outage::isLostDatabase)) {
      return Optional.of(
          refusal(
              "catalog-unavailable", 503, "The catalog does not answer just now", SOON, thrown));
    } else if (causes.stream().anyMatch(StoreAway.class::isInstance)) {
      return Optional.of(
          refusal(
              "store-unavailable", 503, "The object store does not answer just now", SOON, thrown));
    } else if (causes.stream().anyMatch(Outage::isLostIssuer)) {
      return Optional.of(
          refusal(
              "token-issuer-unavailable",
              503,
              "The token issuer does not answer just now",
              SOON,
              thrown));
    }
    return Optional.empty();
  }

  private static boolean isFullDisk(Throwable thrown) {
    return switch (thrown) {
      case SQLException sql -> SQL_DISK_FULL.equals(sql.getSQLState());
      case IOException io -> saysNoRoom(io.getMessage());
      default -> false;
    };
  }

  private static boolean saysNoRoom(@Nullable String message) {
    String text = String.valueOf(message).toLowerCase(Locale.ROOT);
    return NO_ROOM.stream().anyMatch(text::contains);
  }

  private static boolean isLostDatabase(Throwable thrown) {
    return switch (thrown) {
      case CannotCreateTransactionException _ -> true;
      case DataAccessResourceFailureException _ -> true;
      case SQLTransientConnectionException _ -> true; // the pool had no connection in time
      case SQLException sql -> isConnectionState(String.valueOf(sql.getSQLState()));
      default -> false;
    };
  }

  /** Connection exceptions, insufficient resources, and servers that end or start. */
  private static boolean isConnectionState(String state) {
    return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P0");
  }

  private static boolean isLostIssuer(Throwable thrown) {
    return thrown instanceof AuthenticationServiceException
        || thrown instanceof JwtDecoderInitializationException;
  }

  private static Refusal refusal(
      String name, int status, String detail, Map<String, String> headers, Throwable cause) {
    log.warn("{}: {}", name, detail, cause);
    return new Refusal(name, status, detail, List.of(), headers);
  }
}
