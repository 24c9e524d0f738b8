package dev.muster.transport.handshake;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Rules for the package that handles secrets.
 */
@AnalyzeClasses(packages = "dev.muster.transport.handshake", importOptions = DoNotIncludeTests.class)
class SecrecyRulesTests {

	private static final Set<String> COMPARISONS = Set.of("equals", "mismatch", "compare", "compareTo",
			"compareUnsigned", "deepEquals");

	@ArchTest
	static final ArchRule itKnowsTheJdkAndTheTransportsWordsOnly = classes().should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", "dev.muster.transport",
				"dev.muster.transport.handshake");

	@ArchTest
	static final ArchRule itDoesNoInputAndOutput = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.io", "java.nio.channels..", "java.nio.file..", "java.util.concurrent..");

	@ArchTest
	static final ArchRule proofsAreComparedInConstantTime = classes().that()
		.haveSimpleName("KeySchedule")
		.should()
		.callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class);

	@ArchTest
	static final ArchRule bothSidesCompareThem = classes().that()
		.areAssignableTo(Handshake.class)
		.and()
		.doNotHaveModifier(JavaModifier.ABSTRACT)
		.should()
		.callMethod(KeySchedule.class, "isSame", byte[].class, byte[].class);

	@ArchTest
	static final ArchRule nothingElseComparesBytes = noClasses().should()
		.callMethodWhere(DescribedPredicate.describe("a comparison that ends at the first difference",
				(JavaCall<?> call) -> COMPARISONS.contains(call.getName())
						&& (call.getTargetOwner().isEquivalentTo(Arrays.class)
								|| call.getTargetOwner().isEquivalentTo(ByteBuffer.class))));

}
