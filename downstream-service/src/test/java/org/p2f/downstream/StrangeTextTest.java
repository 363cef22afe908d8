package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2f.kit.test.StrangeText;

class StrangeTextTest extends ServiceTest {

  @Test
  void whateverTextIsAskedForTheCallerIsToBlame() {
    assertThat(StrangeText.send(api())).isGreaterThan(50);
  }
}
