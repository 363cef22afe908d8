package org.p2f.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.local.study.StudyOptions;
import picocli.CommandLine;

class StudyOptionsTest {
  @TempDir Path archive;

  @Test
  void whatADemoIsNotToldIsLeftToThePlatform() {
    var request = demo().request("ds-1");
    assertThat(request.getPreset()).isEqualTo("demo");
    assertThat(request.getObjectives()).isNull();
    assertThat(request.getSteps()).isNull();
    assertThat(request.getSeed()).isNull();
    assertThat(request.getTrainingPreset()).isNull();
  }

  @Test
  void aDemoCanNameItsSeedObjectiveTrainingAndLength() {
    var words = "--seed 1 --objective vdrl --preset small --steps 20".split(" ");
    var request = demo(words).request("ds-1");
    assertThat(request.getSeed()).isEqualTo(1);
    assertThat(request.getObjectives()).containsExactly("vdrl");
    assertThat(request.getTrainingPreset()).isEqualTo("small");
    assertThat(request.getSteps()).isEqualTo(20);
    assertThat(Typed.command(Map.of(), "demo", "--seed", "-1").failed(2))
        .contains("--seed")
        .contains("must be a whole number from 0 on, not '-1'");
  }

  @Test
  void aStudyCanReadActivationsBesideItsCodes() {
    var beside = study("--activations", "2");
    assertThat(beside.request("ds-1").getActivations()).isEqualTo(2);
    assertThat(study().request("ds-1").getActivations()).isNull();
    assertThat(beside.asked()).isNotEqualTo(study().asked());
  }

  @Test
  void twoSeedsAreTwoRunsButTwoReportsOfOneAreNot() {
    var first = demo("--seed", "1");
    assertThat(demo("--seed", "2").asked()).isNotEqualTo(first.asked());
    var elsewhere = demo("--seed", "1", "--report", "elsewhere");
    assertThat(elsewhere.asked()).isEqualTo(first.asked());
  }

  @Test
  void ofAPublishedDataSetAShortStudyTakesAPart() {
    String[] words = {"--dataset", "cifar10", "--archive", archive.toString()};
    assertThat(study(words).train()).isEqualTo(6000);
    assertThat(demo(words).test()).isEqualTo(2000);
    assertThat(study().train()).isNull();
    assertThat(study().test()).isEqualTo(4000);
    assertThat(study("--preset", "small").test()).isNull();
    assertThat(Typed.command(Map.of(), "study", "--dataset", "cifar10").failed(1))
        .contains("needs --archive PATH");
    assertThat(Typed.command(Map.of(), "study", "--dataset", "imagenet").failed(2))
        .contains("must be one of synthetic, mnist, colored-mnist, cifar10, folder");
  }

  @Test
  void aReportThatCannotBeWrittenIsRefusedBeforeItIsComputed() throws IOException {
    var file = Files.createFile(archive.resolve("report"));
    for (var report : List.of(file, file.resolve("below"))) {
      assertThat(Typed.command(Map.of(), "demo", "--report", report.toString()).failed(1))
          .contains("--report")
          .contains(file + " is no directory that can be written to");
    }
    assertThat(demo("--report", archive.resolve("not/there/yet").toString()).report())
        .doesNotExist();
  }

  @Test
  void everyCommandSaysWhatItTakes() {
    for (var command :
        List.of("demo", "study", "up", "down", "prepare", "export", "backup", "restore", "token")) {
      assertThat(Typed.command(Map.of(), command, "--help").succeeded())
          .startsWith("Usage: p2f " + command);
    }
    assertThat(Typed.command(Map.of(), "demo", "--help").succeeded()).contains("--image-size=N");
    assertThat(Typed.command(Map.of(), "completion").succeeded()).contains("complete -F");
  }

  private static StudyOptions demo(String... words) {
    var command = new DemoCommand(Terminal.ofProcess());
    new CommandLine(command).parseArgs(words);
    return command.options();
  }

  private static StudyOptions study(String... words) {
    var command = new StudyCommand(Terminal.ofProcess());
    new CommandLine(command).parseArgs(words);
    return command.options();
  }
}
