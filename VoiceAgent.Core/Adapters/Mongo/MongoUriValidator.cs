using Microsoft.Extensions.Options;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>Refuses to start on a <c>Storage:MongoUri</c> that is no address; whether somebody answers there is found out at start.</summary>
internal sealed class MongoUriValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        if (!options.UsesMongo)
        {
            return ValidateOptionsResult.Skip;
        }

        try
        {
            MongoAddress.Parse(options.MongoUri);
            return ValidateOptionsResult.Success;
        }
        catch (StorageException problem)
        {
            return ValidateOptionsResult.Fail(problem.Message);
        }
    }
}
