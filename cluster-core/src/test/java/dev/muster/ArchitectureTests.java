package dev.muster;

import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules of the map, src/docs/architecture.md, that hold for the whole core.
 */
@AnalyzeClasses(packages = Arrows.ROOT, importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	/**
	 * The classes that know all parts, since they put them together.
	 */
	private static final Set<String> COMPOSITION_ROOT = Set.of("ClusterNode", "DefaultCluster");

	/**
	 * The classes that take the system's clock, at the edge: all others are given one.
	 */
	private static final Set<String> CLOCK_OWNERS = Set.of("dev.muster.discovery.DefaultDiscoveryService",
			"dev.muster.pubsub.DefaultPubSub", "dev.muster.presence.DefaultPresence",
			"dev.muster.transport.jgroups.JGroupsTransport");

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().assignedFrom(new PackageSlices())
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule arrowsRunAsOnTheMap = classes()
		.that(not(describe("the composition root", ArchitectureTests::isCompositionRoot)))
		.should(new Arrows());

	@ArchTest
	static final ArchRule onlyTheAdapterKnowsTheEngine = noClasses().that()
		.resideOutsideOfPackage("dev.muster.transport.jgroups..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.jgroups..");

	@ArchTest
	static final ArchRule onlyTheCompositionRootKnowsTheAdapter = noClasses().that()
		.resideOutsideOfPackage("dev.muster.transport.jgroups..")
		.and(not(describe("the composition root", ArchitectureTests::isCompositionRoot)))
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.muster.transport.jgroups..");

	@ArchTest
	static final ArchRule theCoreKnowsNoSpring = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..");

	@ArchTest
	static final ArchRule onlyTheJacksonCodecKnowsJackson = noClasses().that()
		.resideOutsideOfPackage("dev.muster.codec.jackson..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..");

	@ArchTest
	static final ArchRule onlyTheConsulStrategyKnowsItsClient = noClasses().that()
		.resideOutsideOfPackage("dev.muster.discovery.consul..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("com.ecwid..", "org.apache.http..", "com.google.gson..");

	@ArchTest
	static final ArchRule nothingIsJavaSerialized = noClasses().should()
		.dependOnClassesThat(describe("object streams", (type) -> type.isAssignableTo(ObjectInputStream.class)
				|| type.isAssignableTo(ObjectOutputStream.class)));

	@ArchTest
	static final ArchRule nobodySleeps = noClasses().should()
		.callMethodWhere(targetIs("sleep", Thread.class, TimeUnit.class))
		.because("a condition with a deadline or a scheduler ends sooner and can be tested");

	@ArchTest
	static final ArchRule nobodyAsksTheWallClockInPassing = noClasses().should()
		.callMethodWhere(targetIs("currentTimeMillis", System.class))
		.orShould()
		.callMethodWhere(describe("now() of a java.time type without a clock",
				(call) -> call.getName().equals("now") && call.getTargetOwner().getPackageName().equals("java.time")
						&& call.getTarget()
							.getRawParameterTypes()
							.stream()
							.noneMatch((type) -> type.isAssignableTo(Clock.class))))
		.orShould()
		.callConstructor(Date.class)
		.because("time is given as an InstantSource");

	@ArchTest
	static final ArchRule onlyOwnersTakeTheSystemsClock = noClasses()
		.that(not(describe("owners of a clock", (type) -> CLOCK_OWNERS.contains(outermost(type).getName()))))
		.should()
		.callMethodWhere(describe("a system clock", (call) -> call.getName().startsWith("system")
				&& call.getTargetOwner().isAssignableTo(InstantSource.class)));

	@ArchTest
	static final ArchRule nobodyUsesJavaUtilLogging = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("java.util.logging..");

	@ArchTest
	static final ArchRule loggersArePrivateConstantsOfOneName = fields().that()
		.haveRawType(Logger.class)
		.should()
		.bePrivate()
		.andShould()
		.beStatic()
		.andShould()
		.beFinal()
		.andShould()
		.haveName("logger");

	@ArchTest
	static final ArchRule nothingElseIsCalledLogger = fields().that()
		.haveName("logger")
		.should()
		.haveRawType(Logger.class);

	@ArchTest
	static final ArchRule everyPackageIsNullMarked = classes().should(new InNullMarkedPackage());

	private static boolean isCompositionRoot(JavaClass type) {
		return type.getPackageName().equals(Arrows.ROOT) && COMPOSITION_ROOT.contains(outermost(type).getSimpleName());
	}

	private static JavaClass outermost(JavaClass type) {
		return type.getEnclosingClass().map(ArchitectureTests::outermost).orElse(type);
	}

	private static DescribedPredicate<JavaAccess<?>> targetIs(String method, Class<?>... owners) {
		List<String> names = List.of(owners).stream().map(Class::getName).toList();
		return describe(method + "() of " + names,
				(call) -> call.getName().equals(method) && names.contains(call.getTargetOwner().getName()));
	}

	private static final class PackageSlices implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			return isCompositionRoot(type) ? SliceIdentifier.ignore() : SliceIdentifier.of(type.getPackageName());
		}

		@Override
		public String getDescription() {
			return "packages, without the composition root,";
		}

	}

	private static final class InNullMarkedPackage extends ArchCondition<JavaClass> {

		InNullMarkedPackage() {
			super("be in a package that is @NullMarked");
		}

		@Override
		public void check(JavaClass type, ConditionEvents events) {
			JavaPackage home = type.getPackage();
			boolean marked = home.tryGetPackageInfo()
				.map((info) -> info.isAnnotatedWith(NullMarked.class))
				.orElse(false);
			if (!marked) {
				events.add(SimpleConditionEvent.violated(type, type.getName() + ": its package is not @NullMarked"));
			}
		}

	}

}
