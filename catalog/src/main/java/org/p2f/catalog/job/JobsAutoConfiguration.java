package org.p2f.catalog.job;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import javax.sql.DataSource;
import org.p2f.catalog.CatalogProperties;
import org.p2f.catalog.artifact.ArtifactRecords;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.storage.ObjectStore;
import org.p2f.catalog.storage.Storage;
import org.p2f.catalog.storage.StoreProperties;
import org.p2f.catalog.trace.Traces;
import org.p2f.catalog.webhook.Outbox;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Jobs, and the worker that runs them where it is enabled. */
@AutoConfiguration(
    afterName = {
      "org.p2f.catalog.artifact.ArtifactsAutoConfiguration",
      "org.p2f.catalog.webhook.WebhooksAutoConfiguration"
    })
@EnableConfigurationProperties({WorkerProperties.class, WorkspaceProperties.class})
class JobsAutoConfiguration {

  @Bean
  HandlerRegistry handlerRegistry(ObjectProvider<JobHandler> handlers) {
    return new HandlerRegistry(() -> handlers.orderedStream().toList());
  }

  @Bean
  WorkspaceFiles workspaceFiles(
      WorkspaceProperties properties,
      StoreProperties storage,
      JdbcClient sql,
      ArtifactRecords records,
      ObjectStore store,
      PlatformTransactionManager transactions,
      Clock clock) {
    return new WorkspaceFiles(
        properties.shared(storage.kind()),
        sql,
        records,
        store,
        new TransactionTemplate(transactions),
        clock);
  }

  @Bean
  Workspaces workspaces(WorkspaceProperties properties, WorkspaceFiles files) {
    return new Workspaces(properties.root(), files);
  }

  @Bean
  JobLog jobLog(
      EntityManager entities, JobEventRows events, ArtifactRecords artifacts, Outbox outbox) {
    return new JobLog(entities, events, artifacts, outbox);
  }

  @Bean
  DispatchQueue dispatchQueue(DataSource dataSource, CatalogProperties catalog) {
    var transactional = new TransactionAwareDataSourceProxy(dataSource);
    return new DispatchQueue(
        lane ->
            SchedulerClient.Builder.create(transactional)
                .tableName(lane.table(catalog.service()))
                .build());
  }

  @Bean
  JobSubmissions jobSubmissions(
      CatalogProperties catalog,
      EntityManager entities,
      IdempotencyKeyRows keys,
      JobRows rows,
      ArtifactRecords artifacts,
      JobLog log,
      DispatchQueue queue,
      Traces traces,
      PlatformTransactionManager transactions,
      Clock clock) {
    return new JobSubmissions(
        catalog.service(),
        entities,
        keys,
        rows,
        artifacts,
        log,
        queue,
        traces,
        new TransactionTemplate(transactions),
        clock);
  }

  @Bean
  RecordedJobs jobs(
      CatalogProperties catalog,
      EntityManager entities,
      JobRows rows,
      JobEventRows events,
      ArtifactRecords artifacts,
      JobSubmissions submissions,
      HandlerRegistry handlers,
      JobLog log,
      Workspaces workspaces,
      PlatformTransactionManager transactions,
      Clock clock) {
    return new RecordedJobs(
        catalog.service(),
        entities,
        rows,
        events,
        artifacts,
        submissions,
        handlers,
        log,
        workspaces,
        new TransactionTemplate(transactions),
        clock);
  }

  @Bean
  JobClaims jobClaims(
      CatalogProperties catalog,
      WorkerProperties worker,
      JobRows rows,
      JobLog log,
      PlatformTransactionManager transactions,
      Clock clock) {
    return new JobClaims(
        catalog.service(),
        rows,
        log,
        worker.maxDeaths(),
        new TransactionTemplate(transactions),
        clock);
  }

  @Bean
  JobGroups jobGroups(
      CatalogProperties catalog,
      JdbcClient sql,
      JobClaims claims,
      DispatchQueue queue,
      JobWorker worker,
      PlatformTransactionManager transactions,
      Clock clock) {
    return new JobGroups(
        catalog.service(),
        sql,
        claims,
        queue,
        worker,
        new TransactionTemplate(transactions),
        clock);
  }

  /** Instead of a dispatcher, in a process that is there for one job. */
  @Bean
  @ConditionalOnProperty("p2f.index.group")
  GroupedJob groupedJob(
      Environment environment,
      JobGroups groups,
      JobClaims claims,
      JobWorker jobs,
      WorkerProperties worker,
      ApplicationContext context) {
    return new GroupedJob(
        GroupedProperties.of(environment),
        groups,
        claims,
        jobs,
        worker.shutdownWait(),
        status -> System.exit(SpringApplication.exit(context, () -> status)));
  }

  @Bean
  JobWorker jobWorker(
      JobClaims claims,
      WorkerProperties worker,
      JobRows rows,
      JobLog log,
      Artifacts artifacts,
      ArtifactRecords records,
      HandlerRegistry handlers,
      Workspaces workspaces,
      WorkspaceFiles files,
      Storage storage,
      Traces traces,
      PlatformTransactionManager transactions,
      Clock clock) {
    var transaction = new TransactionTemplate(transactions);
    return new JobWorker(
        claims,
        handlers,
        workspaces,
        new Attempt.Means(
            new JobFence(rows, transaction), log, artifacts, records, files, traces, clock),
        worker,
        storage);
  }

  @Bean
  @ConditionalOnBooleanProperty(name = "p2f.worker.enabled", matchIfMissing = true)
  Dispatcher dispatcher(
      CatalogProperties catalog,
      DataSource dataSource,
      JobWorker worker,
      DispatchQueue queue,
      WorkerProperties properties,
      Clock clock) {
    return new Dispatcher(catalog.service(), dataSource, worker, queue, properties, clock);
  }
}
