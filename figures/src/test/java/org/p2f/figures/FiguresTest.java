package org.p2f.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void ticksAreRoundAndInside() {
    assertThat(new Axis(0, .93, 0, 100, false).ticks(5))
        .containsExactly(0., .2, .4, .6000000000000001, .8);
    assertThat(new Axis(1, 1000, 0, 100, true).ticks(5)).containsExactly(1., 10., 100., 1000.);
    assertThat(new Axis(0, 2, 10, 20, false).pixel(1)).isEqualTo(15);
  }

  @Test
  void theDarkestCellIsTheLargest() {
    var svg =
        new HeatMap("map", List.of("r"), List.of("a", "b", "c"), List.of(List.of(2., -1., 1.)), 2)
            .svg();
    assertThat(svg)
        .contains("fill-opacity=\"0.750\"", "fill-opacity=\"0.000\"", "fill-opacity=\"0.375\"");
  }

  @Test
  void namesAreTextAndNeverMarkup() {
    var svg = new HeatMap("<x>", List.of("a&b"), List.of("\"c\""), List.of(List.of(1.)), 1).svg();
    assertThat(svg).contains("&lt;x&gt;", "a&amp;b", "&quot;c&quot;").doesNotContain("<x>");
  }

  @Test
  void aFileOfItsOwnHasItsStyle() {
    var svg = PageStyle.standalone("<svg class=\"chart\"><g/></svg>");
    assertThat(svg)
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\"><style>")
        .contains(".chart{")
        .endsWith("</style><g/></svg>\n");
    assertThatThrownBy(() -> PageStyle.standalone("<p/>"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
