package dev.muster.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of this module.
 */
@AnalyzeClasses(packages = { "dev.muster.autoconfigure", "dev.muster.annotation" },
		importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String IMPORTS = "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

	@ArchTest
	static final ArchRule autoConfigurationsArePublicFinalAndNamedSo = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration");

	@ArchTest
	static final ArchRule beanMethodsAreNotPublic = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBePublic()
		.andShould()
		.notBePrivate();

	@ArchTest
	static final ArchRule postProcessorsAreMadeByStaticMethods = methods().that()
		.areAnnotatedWith(Bean.class)
		.and()
		.haveRawReturnType(DescribedPredicate.or(JavaClass.Predicates.assignableTo(BeanPostProcessor.class),
				JavaClass.Predicates.assignableTo(BeanFactoryPostProcessor.class)))
		.should()
		.beStatic();

	@ArchTest
	static final ArchRule classConditionsStandOnClasses = noMethods().should()
		.beAnnotatedWith(ConditionalOnClass.class);

	@ArchTest
	static final ArchRule beanMethodsReturnWhatUsersCanSee = methods().that()
		.areAnnotatedWith(Bean.class)
		.should(new ArchCondition<JavaMethod>("not return a private type") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				boolean hidden = method.getRawReturnType().getModifiers().contains(JavaModifier.PRIVATE);
				events.add(new SimpleConditionEvent(method, !hidden, method.getFullName() + " returns a private type"));
			}

		});

	@ArchTest
	static final ArchRule packagesHaveNoCycles = SlicesRuleDefinition.slices()
		.matching("dev.muster.(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule annotationsKnowNothingOfTheirMachinery = noClasses().that()
		.resideInAPackage("dev.muster.annotation")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.muster.autoconfigure..");

	@ArchTest
	static final ArchRule nothingKnowsTheEngine = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.jgroups..", "dev.muster.transport.jgroups..");

	@ArchTest
	static void allAutoConfigurationsAreListedAndSorted(JavaClasses classes) throws IOException {
		Set<String> existing = classes.stream()
			.filter((candidate) -> candidate.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.collect(Collectors.toSet());
		List<String> listed = new ClassPathResource(IMPORTS).getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.toList();
		assertThat(listed).containsExactlyInAnyOrderElementsOf(existing).isSorted();
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates()).containsAll(existing);
	}

	@ArchTest
	static void allPackagesAreNullMarked(JavaClasses classes) {
		Set<String> packages = classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
		assertThat(packages).hasSizeGreaterThan(5)
			.allSatisfy(
					(name) -> assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
						.as(name)
						.isTrue());
	}

}
