package dev.muster.benchmarks.startup.app;

import dev.muster.benchmarks.Told;
import dev.muster.benchmarks.Usage;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that tells when it is ready, and ends.
 */
@SpringBootApplication
public class EmptyApplication {

	/**
	 * Start and end.
	 * @param args handed to Spring Boot
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(EmptyApplication.class);
		application.addListeners((ApplicationListener<ApplicationReadyEvent>) (event) -> Told.tell("ready"));
		ConfigurableApplicationContext context = application.run(args);
		Told.tell("closing", context.getBeanDefinitionCount(), Usage.processCpu());
		context.close();
	}

}
