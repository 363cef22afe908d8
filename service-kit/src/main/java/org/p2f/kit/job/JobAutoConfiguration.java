package org.p2f.kit.job;

import org.p2f.catalog.job.Jobs;
import org.p2f.catalog.storage.Storage;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** Jobs over HTTP. */
@AutoConfiguration
@EnableConfigurationProperties(JobEventProperties.class)
public class JobAutoConfiguration {

  @Bean
  JobsController jobsController(Jobs jobs) {
    return new JobsController(jobs);
  }

  @Bean
  JobEventStreams jobEventStreams(Jobs jobs, JsonMapper json, JobEventProperties properties) {
    return new JobEventStreams(jobs, json, properties);
  }

  @Bean
  JobEventsController jobEventsController(Jobs jobs, JobEventStreams streams) {
    return new JobEventsController(jobs, streams);
  }

  @Bean
  SubmitJob submitJob(Jobs jobs, JsonMapper json, ObjectProvider<Storage> storage) {
    return new SubmitJob(jobs, json, storage);
  }
}
