package dev.muster.codec.jackson;

import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Lets no class be named by a payload. Subtypes are found by logical names, as
 * {@code @JsonTypeInfo(use = NAME)} has them; a type with {@code use = CLASS} is refused,
 * and default typing has no effect.
 */
final class LogicalNamesOnly extends PolymorphicTypeValidator.Base {

	private static final long serialVersionUID = 1;

	private LogicalNamesOnly() {
	}

	/**
	 * Return a mapper that is as another one, but for this.
	 */
	static JsonMapper in(JsonMapper mapper) {
		return mapper.rebuild().deactivateDefaultTyping().polymorphicTypeValidator(new LogicalNamesOnly()).build();
	}

	@Override
	public Validity validateBaseType(DatabindContext context, JavaType baseType) {
		return Validity.DENIED;
	}

	@Override
	public Validity validateSubClassName(DatabindContext context, JavaType baseType, String subClassName) {
		return Validity.DENIED;
	}

	@Override
	public Validity validateSubType(DatabindContext context, JavaType baseType, JavaType subType) {
		return Validity.DENIED;
	}

}
