package org.p2f.local.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2f.client.model.ProbePoint;
import org.p2f.client.model.TrainingProbesView;

class ProbeTableTest {

  @Test
  void everyStepThatWasProbedHasItsRowUnderTheNamesOfTheFactors() {
    var points = new ArrayList<ProbePoint>();
    for (long step : List.of(1_000L, 0L)) {
      for (var factor : List.of("background", "shape")) {
        for (double t : List.of(1., .5)) {
          points.add(
              new ProbePoint()
                  .step(step)
                  .t(t)
                  .factor(factor)
                  .accuracy((step == 0 ? .1 : .5) * t + (factor.equals("shape") ? .2 : 0)));
        }
      }
    }
    var table = ProbeTable.of(new TrainingProbesView().points(points));
    assertThat(table.rows().keySet()).containsExactly(0L, 1_000L);
    assertThat(table.heading()).endsWith("background  shape     % at t = 0.5, 1.0");
    assertThat(words(table, 0)).endsWith("step", "0", "5", "10", "25", "30");
    assertThat(words(table, 1_000)).endsWith("step", "1,000", "25", "50", "45", "70");
  }

  private static String[] words(ProbeTable table, long step) {
    return table.rows().getOrDefault(step, "").strip().split("\\s+");
  }

  @Test
  void aRunThatIsNotProbedHasNoRows() {
    assertThat(ProbeTable.of(new TrainingProbesView().points(List.of())).rows()).isEmpty();
  }
}
