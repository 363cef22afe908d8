package org.p2f.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.local.LocalFailure;

class StudyOptionsTest {
  @TempDir Path archive;

  @Test
  void whatADemoIsNotToldIsLeftToThePlatform() {
    var request = StudyOptions.ofDemo(List.of()).request("ds-1");
    assertThat(request.getPreset()).isEqualTo("demo");
    assertThat(request.getObjectives()).isNull();
    assertThat(request.getSteps()).isNull();
    assertThat(request.getSeed()).isNull();
    assertThat(request.getTrainingPreset()).isNull();
  }

  @Test
  void aDemoCanNameItsSeedObjectiveTrainingAndLength() {
    var words = "--seed 1 --objective vdrl --preset small --steps 20".split(" ");
    var request = StudyOptions.ofDemo(List.of(words)).request("ds-1");
    assertThat(request.getSeed()).isEqualTo(1);
    assertThat(request.getObjectives()).containsExactly("vdrl");
    assertThat(request.getTrainingPreset()).isEqualTo("small");
    assertThat(request.getSteps()).isEqualTo(20);
    assertThatThrownBy(() -> StudyOptions.ofDemo(List.of("--seed", "-1")))
        .isInstanceOf(LocalFailure.class)
        .hasMessageContaining("--seed must be a whole number from 0 on, not '-1'");
  }

  @Test
  void twoSeedsAreTwoRunsButTwoReportsOfOneAreNot() {
    var first = StudyOptions.ofDemo(List.of("--seed", "1"));
    assertThat(StudyOptions.ofDemo(List.of("--seed", "2")).asked()).isNotEqualTo(first.asked());
    var elsewhere = StudyOptions.ofDemo(List.of("--seed", "1", "--report", "elsewhere"));
    assertThat(elsewhere.asked()).isEqualTo(first.asked());
  }

  @Test
  void ofAPublishedDataSetAShortStudyTakesAPart() {
    var words = List.of("--dataset", "cifar10", "--archive", archive.toString());
    assertThat(StudyOptions.ofStudy(words).train()).isEqualTo(6000);
    assertThat(StudyOptions.ofDemo(words).test()).isEqualTo(2000);
    assertThat(StudyOptions.ofStudy(List.of()).train()).isNull();
    assertThatThrownBy(() -> StudyOptions.ofStudy(List.of("--dataset", "cifar10")))
        .hasMessageContaining("needs --archive PATH");
  }
}
