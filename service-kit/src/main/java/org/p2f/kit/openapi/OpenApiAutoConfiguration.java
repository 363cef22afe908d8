package org.p2f.kit.openapi;

import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.p2f.kit.paging.PageQuery;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The OpenAPI document: the same bytes for the same code, and what generators digest. */
@AutoConfiguration
public class OpenApiAutoConfiguration {
  private static final String TOKEN = "token";

  static {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(PageQuery.class);
  }

  @Bean
  OpenAPI openApi(@Value("${spring.application.name:service}") String service) {
    return new OpenAPI()
        .info(
            new Info()
                .title("P2F " + service)
                .description("Points to Functions: diffusion-based representation encoders E(x, t)")
                .version("v1")
                .license(
                    new License()
                        .name("Apache-2.0")
                        .url("https://www.apache.org/licenses/LICENSE-2.0")))
        .servers(List.of(new Server().url("/")))
        .components(
            new Components()
                .addSecuritySchemes(
                    TOKEN,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT")
                        .description("Scope read for GET, run for everything else")))
        .addSecurityItem(new SecurityRequirement().addList(TOKEN));
  }

  @Bean
  ModelConverter kitModels() {
    return new KitModels();
  }

  @Bean
  GlobalOperationCustomizer pageParameters() {
    return new PageParameters();
  }

  @Bean
  GlobalOperationCustomizer spelling() {
    return new Spelling();
  }

  @Bean
  GlobalOpenApiCustomizer requestExamples() {
    return new RequestExamples();
  }

  @Bean
  GlobalOpenApiCustomizer problemResponses() {
    return new ProblemResponses();
  }
}
