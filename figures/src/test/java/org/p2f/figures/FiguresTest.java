package org.p2f.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
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
  void valuesThatLieCloseTogetherAreToldApart() {
    assertThat(map(List.of(0., .0031), List.of(.0012, 0.)))
        .contains(">0.0031<", ">0.0012<", ">0.0000<");
    // Unlike its diagonal, which is one whatever the codes are.
    assertThat(map(List.of(1., .00991), List.of(.00994, 1.)))
        .contains(">0.009910<", ">0.009940<", ">1.000000<");
    assertThat(map(List.of(1., .5), List.of(.25, 1.))).contains(">0.50<", ">0.25<", ">1.00<");
    assertThat(map(List.of(0., .004), List.of(.004, 0.))).contains(">0.0040<");
    assertThat(map(List.of(0., 0.), List.of(0., 0.))).contains(">0.00<");
  }

  @Test
  void smallNumbersKeepTwoDigits() {
    assertThat(Markup.significant(.00314)).isEqualTo("0.0031");
    assertThat(Markup.significant(1.26)).isEqualTo("1.3");
    assertThat(Markup.significant(0)).isEqualTo("0");
    assertThat(Markup.signed(.00031, Markup.decimals(.00031, 3, 6))).isEqualTo("+0.00031");
    assertThat(Markup.signed(-.4, Markup.decimals(.4, 3, 6))).isEqualTo("-0.400");
    assertThat(Markup.decimals(0, 3, 6)).isEqualTo(3);
  }

  private static String map(List<Double> first, List<Double> second) {
    var names = List.of("a", "b");
    return new HeatMap("map", names, names, List.of(first, second), 1).svg();
  }

  @Test
  void theLegendTellsASeriesFromALevelOfItsColor() {
    var point = new LineChart.Point(0, .5, .5, .5);
    var legend =
        legend(
            new LineChart.Series("single t", 1, false, true, List.of(point)),
            new LineChart.Level("all t", .6, 1, false));
    assertThat(legend).hasSize(2);
    assertThat(legend.getFirst()).contains("single t", "<circle class=\"dot f1\"");
    assertThat(legend.getLast()).contains("all t").doesNotContain("circle");
  }

  @Test
  void namesStandAboveAFigureOfItsOwnFourARow() {
    var point = new LineChart.Point(0, .5, .5, .5);
    var series =
        IntStream.range(0, 5)
            .mapToObj(i -> new LineChart.Series("<" + i + ">", 1 + i, false, true, List.of(point)))
            .toList();
    var chart = new LineChart("l", "x", "y", false, false, true, series, List.of());
    assertThat(chart.svg()).contains("viewBox=\"0 0 560 300\"").doesNotContain("&lt;0&gt;</text>");
    assertThat(chart.svgWithNames())
        .contains("viewBox=\"0 -44 560 344\"", ">&lt;0&gt;</text>", ">&lt;4&gt;</text>");
  }

  private static List<String> legend(LineChart.Series series, LineChart.Level level) {
    var html =
        new LineChart("l", "x", "y", false, false, true, List.of(series), List.of(level)).html();
    return List.of(html.substring(html.indexOf("<li>") + 4).split("<li>"));
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
