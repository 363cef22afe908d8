package org.p2f.local.demo;

import java.nio.file.Path;
import java.util.Map;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/** A client made from the checked-in API document. */
final class GeneratedClient {

  private GeneratedClient() {}

  static void generate(Path document, String language, Path target, Map<String, Object> options) {
    var configurator =
        new CodegenConfigurator()
            .setInputSpec(document.toString())
            .setGeneratorName(language)
            .setOutputDir(target.toString())
            .setAdditionalProperties(options);
    var generator = new DefaultGenerator();
    generator.setGenerateMetadata(false);
    generator.opts(configurator.toClientOptInput()).generate();
  }
}
