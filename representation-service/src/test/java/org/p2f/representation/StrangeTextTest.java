package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2f.kit.test.StrangeText;
import org.p2f.representation.test.ServiceTest;

class StrangeTextTest extends ServiceTest {

  @Test
  void whateverTextIsAskedForTheCallerIsToBlame() {
    assertThat(StrangeText.send(api())).isGreaterThan(50);
  }
}
