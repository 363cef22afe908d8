package org.p2f.local.demo;

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
    assertThat(table.rows().get(0L)).endsWith("step 0         5  10     25  30");
    assertThat(table.rows().get(1_000L)).endsWith("step 1,000    25  50     45  70");
    int shape = table.heading().indexOf("shape");
    assertThat(table.rows().getOrDefault(1_000L, "").substring(shape)).isEqualTo(" 45  70");
  }

  @Test
  void aRunThatIsNotProbedHasNoRows() {
    assertThat(ProbeTable.of(new TrainingProbesView().points(List.of())).rows()).isEmpty();
  }
}
