# The sample's jar, built when it is missing or older than a source.

jar=

find_jar() {
	jar=$(ls -t sample-app/target/sample-app-*-exec.jar 2>/dev/null | head -n 1)
}

need_java() {
	java=${JAVA_HOME:+$JAVA_HOME/bin/}java
	command -v "$java" >/dev/null || fail "No '$java' here: install a JDK, 17 or later, or set JAVA_HOME"
}

build() {
	need_java
	find_jar
	if [ -n "$jar" ] && [ -z "$(find pom.xml cluster-*/pom.xml cluster-*/src/main sample-app/pom.xml \
		sample-app/src/main -type f -newer "$jar" | head -n 1)" ]; then
		return
	fi
	command -v mvn >/dev/null || fail "No 'mvn' here: install Maven, 3.8 or later"
	echo "Building the sample (the first time takes a few minutes)"
	# The gates of the full build are for those who change the sources
	mvn -q -DskipTests -Dcheckstyle.skip -Dspring-javaformat.skip -Djacoco.skip \
		-pl sample-app -am package || fail "The build failed"
	find_jar
	[ -n "$jar" ] || fail "The build made no sample-app/target/sample-app-*-exec.jar"
	touch "$jar" # also when Maven found nothing to do
}
