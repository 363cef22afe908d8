package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.StrangeText;

class StrangeTextTest extends ServiceTest {

  @Test
  void whateverTextIsAskedForTheCallerIsToBlame() {
    var everything = Api.at(port()).with(TOKENS.token("read run admin"));
    assertThat(StrangeText.send(everything)).isGreaterThan(50);
  }
}
