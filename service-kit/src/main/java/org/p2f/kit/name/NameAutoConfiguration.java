package org.p2f.kit.name;

import org.p2f.catalog.search.Names;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.module.SimpleModule;

/** Names in place of ids, over HTTP. */
@AutoConfiguration(afterName = "org.p2f.catalog.search.SearchAutoConfiguration")
@ConditionalOnBean(Names.class)
public class NameAutoConfiguration {

  @Bean
  JsonMapperBuilderCustomizer namedFields(ObjectProvider<Names> names) {
    var module =
        new SimpleModule("named-fields") {
          private static final long serialVersionUID = 1L;

          @Override
          public void setupModule(SetupContext context) {
            context.insertAnnotationIntrospector(new NamedFields(names::getObject));
          }
        };
    return json -> json.addModule(module);
  }

  @Bean
  WebMvcConfigurer namedPaths(Names names) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new NamedPaths(names));
      }
    };
  }
}
