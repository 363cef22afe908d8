package org.p2f.local.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.p2f.local.platform.LocalFailure;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands behind {@code ./p2f}. */
@Command(
    name = "p2f",
    description = "P2F, Points to Functions: what is each (image, t) good for?",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "  P2F_HOME   where data, keys and logs are kept (~/.p2f)",
      "  P2F_PORT   the platform's port (8080)",
      "  P2F_GATEWAY_OPTS, P2F_TRAINING_OPTS, P2F_REPRESENTATION_OPTS, P2F_DOWNSTREAM_OPTS",
      "             more options for a program's JVM, such as -Xmx2g"
    })
public final class Main {
  private static final int MENDABLE = 1;
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] words) {
    int code = run(Terminal.ofProcess(), words);
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * @return 0, 1 for what the user can mend, 2 for words that are no command
   */
  public static int run(Terminal terminal, String... words) {
    return commands(terminal).execute(words);
  }

  private static CommandLine commands(Terminal terminal) {
    var line =
        new CommandLine(new Main())
            .addSubcommand(new DemoCommand(terminal))
            .addSubcommand(new StudyCommand(terminal))
            .addSubcommand(new UpCommand(terminal))
            .addSubcommand(new DownCommand(terminal))
            .addSubcommand(new PrepareCommand(terminal))
            .addSubcommand(new ExportCommand(terminal))
            .addSubcommand(new BackupCommand(terminal))
            .addSubcommand(new RestoreCommand(terminal))
            .addSubcommand(new TokenCommand(terminal));
    line.getSubcommands().values().forEach(Main::offerHelp);
    return line.addSubcommand("completion", new GenerateCompletion()) // brings its own --help
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((refused, _) -> refuse(refused))
        .setExecutionExceptionHandler((failed, _, _) -> fail(terminal, failed));
  }

  private static void offerHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help").usageHelp(true).description("This text.").build());
  }

  private static int refuse(ParameterException refused) {
    var command = refused.getCommandLine();
    command.getErr().println(refused.getMessage());
    UnmatchedArgumentException.printSuggestions(refused, command.getErr());
    command.getErr().printf("See ./%s --help.%n", command.getCommandSpec().qualifiedName());
    return USAGE;
  }

  private static int fail(Terminal terminal, Exception failed) throws Exception {
    if (failed instanceof LocalFailure failure) {
      terminal.err().println(failure.explanation());
      return MENDABLE;
    }
    throw failed;
  }
}
