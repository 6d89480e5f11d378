using Microsoft.Extensions.Options;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Web.Endpoints;

internal sealed class TelephonyOptionsValidator(IHostEnvironment environment) : IValidateOptions<TelephonyOptions>
{
    public ValidateOptionsResult Validate(string? name, TelephonyOptions options)
    {
        if (options.AllowUnannouncedMedia && environment.IsProduction())
        {
            return ValidateOptionsResult.Fail(
                "Telephony:AllowUnannouncedMedia cannot be true in Production: whoever reaches this server could make calls on an account's keys. Turn it off.");
        }

        return options.UnannouncedNumber is { } number && !PhoneNumber.TryNormalize(number, out _)
            ? ValidateOptionsResult.Fail("Telephony:UnannouncedNumber must be a number such as +12025550131.")
            : ValidateOptionsResult.Success;
    }
}
