package org.p2f.kit.artifact;

import org.p2f.catalog.artifact.Artifacts;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Artifacts over HTTP. */
@AutoConfiguration
public class ArtifactAutoConfiguration {

  @Bean
  FileDownload fileDownload(Artifacts artifacts) {
    return new FileDownload(artifacts);
  }

  @Bean
  ArtifactsController artifactsController(Artifacts artifacts, FileDownload download) {
    return new ArtifactsController(artifacts, download);
  }

  @Bean
  LineageController lineageController(Artifacts artifacts) {
    return new LineageController(artifacts);
  }
}
