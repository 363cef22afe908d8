package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.hibernate.TransactionException;
import org.junit.jupiter.api.Test;

class FailureReasonTest {

  @Test
  void wrappedDiskErrorIsTheOperatorsAffairToo() {
    var thrown =
        new UncheckedIOException("Cannot seal x.bin", new IOException("No space left on device"));
    Job.Failure failure = FailureReason.of("trn-1", thrown);
    assertThat(failure.code()).isEqualTo("io");
    assertThat(failure.blame()).isEqualTo(Blame.INFRASTRUCTURE);
    assertThat(failure.detail()).contains("x.bin", "No space left on device");
  }

  @Test
  void exhaustedHeapIsTheOperatorsAffair() {
    assertThat(FailureReason.of("trn-1", new OutOfMemoryError("Java heap space")).blame())
        .isEqualTo(Blame.INFRASTRUCTURE);
  }

  @Test
  void brokenDiskNetworkOrMemoryMayMendAndOtherErrorsDoNot() {
    var full = new IOException("No space left on device");
    assertThat(FailureReason.isPassing(full)).isTrue();
    assertThat(FailureReason.isPassing(new UncheckedIOException(full))).isTrue();
    assertThat(FailureReason.isPassing(new IllegalStateException("wrapped", full))).isTrue();
    assertThat(FailureReason.isPassing(new OutOfMemoryError())).isTrue();
    assertThat(FailureReason.isPassing(new IllegalStateException())).isFalse();
    assertThat(FailureReason.isPassing(new JobFailure("bad-file", Blame.USER, "torn", full)))
        .isFalse();
  }

  @Test
  void fullDiskUnderTheDatabaseIsTheOperatorsAffairToo() {
    var full = new IllegalStateException(new SQLException("could not extend file", "53100"));
    assertThat(FailureReason.of("trn-1", full).blame()).isEqualTo(Blame.INFRASTRUCTURE);
    assertThat(FailureReason.isPassing(full)).isTrue();
    assertThat(FailureReason.isPassing(new SQLException("deadlock detected", "40P01"))).isTrue();
    assertThat(FailureReason.isPassing(new SQLException("could not read block", "58030"))).isTrue();
    assertThat(FailureReason.isPassing(new SQLException("duplicate key", "23505"))).isFalse();
    assertThat(FailureReason.isPassing(new SQLException("no state"))).isFalse();
  }

  @Test
  void lostConnectionIsNoFailureOfTheJob() {
    assertThat(FailureReason.isConnectionLoss(new SQLTransientConnectionException())).isTrue();
    assertThat(
            FailureReason.isConnectionLoss(
                new IllegalStateException(
                    new SQLException("terminated by administrator", "57P01"))))
        .isTrue();
    assertThat(FailureReason.isConnectionLoss(new SQLException("gone", "08006"))).isTrue();
    assertThat(
            FailureReason.isConnectionLoss(
                new TransactionException(
                    "Unable to rollback", new SQLException("Connection is closed"))))
        .isTrue();
  }

  @Test
  void otherDatabaseErrorsAreFailures() {
    assertThat(FailureReason.isConnectionLoss(new SQLException("duplicate key", "23505")))
        .isFalse();
    assertThat(FailureReason.isConnectionLoss(new SQLException("no state"))).isFalse();
    assertThat(FailureReason.isConnectionLoss(new IllegalStateException())).isFalse();
  }
}
