package org.p2f.local.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2f.client.model.JobView;

/** A job's rate and time left. */
final class JobText {
  private JobText() {}

  static String of(JobView job) {
    List<String> parts = new ArrayList<>();
    var rate = job.getRate();
    if (rate != null && job.getRateUnit() != null) {
      parts.add(
          String.format(
              Locale.ROOT, rate < 10 ? "%.1f %s/s" : "%,.0f %s/s", rate, job.getRateUnit()));
    }
    var left = job.getEtaSeconds();
    if (left != null) {
      parts.add(String.format(Locale.ROOT, "%d:%02d left", left / 60, left % 60));
    }
    return String.join("  ", parts);
  }
}
